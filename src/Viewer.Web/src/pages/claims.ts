// Keys of the reviewer's desk: J and K (or arrows) walk, Enter opens, A Q R lead to the three decisions. The pages work without it.

const rows = [...document.querySelectorAll<HTMLElement>('tr[data-row]')];
const turn = (rel: string): HTMLAnchorElement | null => document.querySelector(`.turning a[rel="${rel}"]`);
let at = -1;

addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target))
    return;
  const key = event.key.toLowerCase();
  const forward = key === 'j' || (key === 'arrowright' && rows.length === 0);
  const backward = key === 'k' || (key === 'arrowleft' && rows.length === 0);
  if (rows.length > 0 && (forward || backward))
    walk(forward ? 1 : -1);
  else if (forward || backward)
    turn(forward ? 'next' : 'prev')?.click();
  else
    document.querySelector<HTMLButtonElement>(`.decision button[data-key="${CSS.escape(key)}"]`)?.focus();
});

// a question or a refusal without a reason would only come back: lead to the reason instead
for (const button of document.querySelectorAll<HTMLButtonElement>('.decision button[value="query"], .decision button[value="refuse"]'))
  button.addEventListener('click', event => {
    const reason = document.querySelector<HTMLSelectElement>('#reason');
    if (reason && reason.value === '') {
      event.preventDefault();
      reason.focus();
    }
  });

// the time left runs by the server's clock: it said how much there was, this one only counts since then; readers keep the still sentence
for (const countdown of document.querySelectorAll<HTMLElement>('[data-left]')) {
  const still = countdown.querySelector('span');
  if (!still)
    continue;
  const { left = '0', days = '', hours = '', over = '' } = countdown.dataset;
  const end = Date.now() + Number(left) * 1000;
  const running = document.createElement('span');
  running.ariaHidden = 'true';
  countdown.append(running);
  still.className = 'hidden';
  const tick = () => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds <= 0) {
      running.textContent = still.textContent = over;
      countdown.classList.add('soon');
      clearInterval(timer);
      return;
    }
    const clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(part => String(Math.floor(part)).padStart(2, '0')).join(':');
    running.textContent = (seconds < 86400 ? hours : days).replace('{0}', String(Math.floor(seconds / 86400))).replace('{1}', clock);
  };
  const timer = setInterval(tick, 1000);
  tick();
}

function walk(step: number): void {
  at = Math.min(Math.max(at + step, 0), rows.length - 1);
  const row = rows[at];
  row?.querySelector<HTMLAnchorElement>('a.name')?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export {};
