// The light viewer. Its page without scripts leads to the pictures that the server makes.
import { Desk } from '../viewer/desk.ts';
import { readPage } from '../viewer/page.ts';

const root = document.getElementById('viewer');
if (root) {
  const desk = new Desk(readPage(root));
  desk.start();
  Object.assign(root, { desk }); // for people with developer tools, and for tests that look at pixel values
}
