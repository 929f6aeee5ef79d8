// What was checked, as sentences in both languages: the page's style shows the one that is chosen.

type State = 'good' | 'bad' | 'open';

const texts = JSON.parse(document.getElementById('texts')!.textContent!) as Record<'vi' | 'en', Record<string, string>>;
const list = document.getElementById('findings')!;
const verdict = document.getElementById('verdict')!;
const states = new Map<string, State>();

/** Says one thing; a later one about the same topic replaces it. */
export function say(topic: string, state: State, key: string, ...values: (string | number | { key: string })[]): void {
  const line = list.querySelector<HTMLElement>(`[data-topic="${CSS.escape(topic)}"]`) ?? list.appendChild(document.createElement('li'));
  line.dataset.topic = topic;
  line.className = state;
  write(line, key, values);
  states.set(topic, state);
  conclude();
}

export function withdraw(prefix: string): void {
  for (const topic of [...states.keys()].filter(topic => topic.startsWith(prefix))) {
    states.delete(topic);
    list.querySelector(`[data-topic="${CSS.escape(topic)}"]`)?.remove();
  }
}

export function working(): void {
  verdict.className = 'notice';
  write(verdict, 'ProofWorking', []);
}

export function conclude(): void {
  const isBad = [...states.values()].includes('bad');
  const isOpen = states.get('key') !== 'good';
  verdict.className = `notice ${isBad ? 'bad' : isOpen ? 'open' : 'good'}`;
  write(verdict, isBad ? 'ProofBad' : isOpen ? 'ProofOpen' : 'ProofGood', []);
}

function write(element: HTMLElement, key: string, values: (string | number | { key: string })[]): void {
  element.replaceChildren(...(['vi', 'en'] as const).map(language => {
    const span = document.createElement('span');
    span.lang = language;
    span.textContent = texts[language][key]!.replace(/\{(\d)\}/g, (_, index: string) => {
      const value = values[Number(index)];
      return typeof value === 'object' ? texts[language][value.key]! : String(value);
    });
    return span;
  }));
}
