// Pages of a link: where scripts run, images open in the light viewer, which is fetched while the person still looks at the sheets.

const viewers = document.querySelectorAll<HTMLAnchorElement>('a[data-viewer]');
for (const link of viewers) {
  link.href = link.dataset.viewer!;
  link.hidden = false;
}

const wanted = document.querySelector<HTMLElement>('[data-prefetch]')?.dataset.prefetch?.split(' ') ?? [];
const saves = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

// only when the page and what is seen of its pictures are there
addEventListener('load', () => {
  if (!saves)
    for (const href of wanted)
      document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href }));
});

export {};
