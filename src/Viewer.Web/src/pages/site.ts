// Behaviour shared by every server-rendered page. The pages work without it.

// on a phone the menu is wider than the page: where one is must be seen
document.querySelector('.bar nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  const source = document.getElementById(button.dataset.copy ?? '');
  if (!(source instanceof HTMLInputElement))
    continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await copy(source);
    const before = button.textContent;
    button.textContent = button.dataset.done ?? before;
    setTimeout(() => { button.textContent = before; }, 2000);
  });
}

for (const input of document.querySelectorAll<HTMLInputElement>('[data-select]'))
  input.addEventListener('focus', () => input.select());

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-confirm]'))
  button.addEventListener('click', event => {
    if (!confirm(button.dataset.confirm))
      event.preventDefault();
  });

// typing into the field beside a choice is choosing it
for (const field of document.querySelectorAll<HTMLInputElement>('.choice input:not([type="radio"])'))
  field.addEventListener('input', () => {
    const radio = field.closest('.choice')?.querySelector<HTMLInputElement>('input[type="radio"]');
    if (radio)
      radio.checked = true;
  });

// the clipboard interface exists only over https and on localhost; hospitals also use plain http inside
async function copy(source: HTMLInputElement): Promise<void> {
  if (navigator.clipboard)
    return navigator.clipboard.writeText(source.value);
  source.select();
  document.execCommand('copy');
}
