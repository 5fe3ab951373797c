// Runs before the first paint (a plain script in the head), so that a dark page never flashes white.
// panels/header.js keeps data-theme right afterwards.
{
  const chosen = /(?:^#|&)theme=(light|dark)(?:&|$)/.exec(location.hash)?.[1];
  document.documentElement.dataset.theme = chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}
