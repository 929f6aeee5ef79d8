// Image pages behind a link: arrow keys and swiping turn, and the next image is fetched ahead. The page works without it.

const previous = document.querySelector<HTMLAnchorElement>('a[rel="prev"]');
const next = document.querySelector<HTMLAnchorElement>('a[rel="next"]');
const farEnough = 50; // CSS pixels

addEventListener('keydown', event => {
  if (event.key === 'ArrowRight' || event.key === 'ArrowDown')
    next?.click();
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp')
    previous?.click();
});

let start: Touch | undefined;
addEventListener('touchstart', event => { start = event.touches.length === 1 ? event.touches[0] : undefined; }, { passive: true });
addEventListener('touchend', event => {
  const end = event.changedTouches[0];
  if (!start || !end)
    return;
  const [x, y] = [end.clientX - start.clientX, end.clientY - start.clientY];
  if (Math.abs(x) > farEnough && Math.abs(x) > 2 * Math.abs(y))
    (x < 0 ? next : previous)?.click();
}, { passive: true });

if (next?.dataset.image)
  new Image().src = next.dataset.image;

export {};
