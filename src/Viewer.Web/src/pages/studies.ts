// New studies come into the list by themselves: the server names a study, the row is fetched as the server renders it.

const list = document.getElementById('studies');
const place = document.querySelector<HTMLElement>('[data-live]');
const state = document.getElementById('live');
const pause = 700; // milliseconds; a CT sends hundreds of images, the row changes this often
const waiting = new Map<string, number>();

if (list && place && state) {
  const source = new EventSource('/studies/arrivals');
  source.addEventListener('hello', () => say(state.dataset.live, true));
  source.addEventListener('error', () => say(state.dataset.offline, false));
  source.addEventListener('study', event => {
    const uid = (event as MessageEvent<string>).data;
    if (!waiting.has(uid))
      waiting.set(uid, window.setTimeout(() => { waiting.delete(uid); void refresh(list, uid); }, pause));
  });
  addEventListener('pagehide', () => source.close());
}

async function refresh(list: HTMLElement, uid: string): Promise<void> {
  const known = list.querySelector(`tr[data-study="${CSS.escape(uid)}"]`);
  if (!known && place?.dataset.live !== 'insert') {
    say(state?.dataset.new, true);
    return;
  }
  const answer = await fetch(`/studies/${encodeURIComponent(uid)}/row`, { credentials: 'same-origin' });
  if (!answer.ok)
    return;
  const template = document.createElement('template');
  template.innerHTML = await answer.text(); // rendered and encoded by our own server
  const row = template.content.querySelector('tr');
  if (!row)
    return;
  document.getElementById('no-studies')?.remove();
  const choice = row.querySelector('input');
  if (choice)
    choice.checked = known?.querySelector('input')?.checked === true;
  if (known)
    known.replaceWith(row);
  else
    list.prepend(row);
}

function say(text: string | undefined, live: boolean): void {
  if (!state)
    return;
  state.textContent = text ?? '';
  state.classList.toggle('on', live);
}

export {};
