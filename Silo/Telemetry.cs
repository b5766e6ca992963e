using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SalesGrid.Hosting;

namespace SalesGrid.Silo;

/// <summary>Where traces, metrics and logs are sent. Section <c>Grid:Telemetry</c>.</summary>
public sealed class TelemetrySettings : IValidatableObject
{
    /// <value>Address of an OTLP collector, e.g. <c>http://127.0.0.1:4317</c>; null sends nothing, unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</value>
    public Uri? Otlp { get; set; }

    /// <value>How it is spoken to at <see cref="Otlp"/>. Default <see cref="OtlpExportProtocol.Grpc"/>.</value>
    [EnumDataType(typeof(OtlpExportProtocol))]
    public OtlpExportProtocol Protocol { get; set; } = OtlpExportProtocol.Grpc;

    /// <value>Share of the traces begun here that is recorded, 0 to 1; null for what <c>OTEL_TRACES_SAMPLER</c> says, and all without it.</value>
    [Range(0.0, 1.0)]
    public double? SampleRatio { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Otlp is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" }))
            yield return new("Grid:Telemetry:Otlp 须为完整地址 · Grid:Telemetry:Otlp takes a whole address, e.g. http://127.0.0.1:4317.");
    }
}

/// <summary>Traces, metrics and logs over OTLP. Where no collector is set nothing is added, and nothing is measured.</summary>
public sealed class Telemetry
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly TelemetrySettings settings;

    private Telemetry(TelemetrySettings settings, bool isOn) => (this.settings, IsOn) = (settings, isOn);

    /// <summary>Whether a collector is set.</summary>
    public bool IsOn { get; }

    /// <summary>The settings as configured.</summary>
    /// <exception cref="InvalidOperationException">Something cannot be as it is set; the message says what to set.</exception>
    public static Telemetry Read(IConfiguration configuration)
    {
        var settings = Settings.Bind<TelemetrySettings>(configuration, "Grid:Telemetry");
        return new(settings, settings.Otlp is not null || configuration[StandardEndpoint] is { Length: > 0 });
    }

    /// <summary>Adds the exporter and what every program of the grid has to tell.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="service">Its name.</param>
    /// <param name="traces">What else it traces.</param>
    /// <param name="metrics">What else it counts.</param>
    public void Add(IHostApplicationBuilder builder, string service,
        Action<TracerProviderBuilder>? traces = null, Action<MeterProviderBuilder>? metrics = null)
    {
        if (!IsOn)
            return;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceVersion: typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion))
            .WithTracing(tracing =>
            {
                tracing.AddSource(GridTrace.Name, "Microsoft.Orleans.Application", "Microsoft.Orleans.Storage");
                if (settings.SampleRatio is { } ratio)
                    tracing.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)));
                traces?.Invoke(tracing);
            })
            .WithMetrics(metering =>
            {
                metering.AddMeter(GridMeter.Name, "Microsoft.Orleans").AddRuntimeInstrumentation();
                metrics?.Invoke(metering);
            })
            .WithLogging();
        // Without an address of ours the exporter goes by the standard variables.
        if (settings.Otlp is { } address)
            telemetry.UseOtlpExporter(settings.Protocol, address);
        else
            telemetry.UseOtlpExporter();
    }
}
