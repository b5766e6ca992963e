// Each run starts processes of its own and loads the machine: side by side they would only hold each other up.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
