// Runs before the first paint, as a file of its own because the content policy allows no inline script.
(function () {
  var root = document.documentElement;
  var kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('wardwright.preferences') || '{}');
  } catch {
    kept = {};
  }
  var dark = kept.theme === 'dark' || (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
  root.dataset.density = kept.density || 'default';
  root.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
