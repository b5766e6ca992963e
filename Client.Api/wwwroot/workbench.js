// What Blazor leaves to the page: the buttons of its notices, and a circuit the server no longer knows.
document.addEventListener('click', async event => {
  const button = event.target instanceof Element && event.target.closest('[data-reload], [data-reconnect]');
  if (!button)
    return;
  if (button.hasAttribute('data-reconnect') && await window.Blazor.reconnect())
    return;
  if (button.hasAttribute('data-reload') || navigator.onLine)
    location.reload();
});

document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
  // The page holds nothing that could be lost, so it need not be asked about.
  if (event.detail.state === 'rejected')
    location.reload();
});
