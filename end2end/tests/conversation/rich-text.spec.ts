import { demoBoard } from '../../support/identity.ts';
import { expect, test } from '../../support/test.ts';

const OFFER = [
  'The **short** version of *everything*:',
  '',
  '- ten seconds',
  '- no `strobe`',
  '',
  '3. third',
  '4. fourth',
  '',
  '> Is sound allowed?',
  'No. See https://example.com/rules.',
  '```css',
  '.creative { width: 1920px }',
  '```',
].join('\n');

test('marks become emphasis, lists, quotes and code, the same at once, stored and on the other side', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];

  // Offline, so that what is drawn is certainly the echo.
  await hers.page.context().setOffline(true);
  await hers.send(OFFER);
  const body = hers.all.getByTestId('message-body');
  await expect(body.locator('strong')).toHaveText('short');
  const echo = await body.innerHTML();
  await hers.page.context().setOffline(false);

  const received = martas.all.getByTestId('message-body');
  await expect(received.locator('em')).toHaveText('everything');
  await expect(received.locator('ul > li')).toHaveText(['ten seconds', 'no strobe']);
  await expect(received.locator('ul code')).toHaveText('strobe');
  await expect(received.locator('ol > li').first()).toHaveAttribute('value', '3');
  await expect(received.locator('blockquote')).toHaveText('Is sound allowed?');
  await expect(received.locator('pre')).toHaveText('.creative { width: 1920px }');
  await expect(received.getByRole('link')).toHaveAttribute('href', 'https://example.com/rules');
  await expect(hers.all).toHaveAttribute('data-seq', '1');
  expect(withoutMarkers(await body.innerHTML()), 'stored as the echo').toBe(withoutMarkers(echo));
  expect(withoutMarkers(await received.innerHTML()), 'and on the other side').toBe(withoutMarkers(echo));

  await martas.page.reload();
  await martas.isLive();
  expect(withoutMarkers(await received.innerHTML()), 'and from the server').toBe(withoutMarkers(echo));
  await expect(martas.row(id)).toContainText('The short version of everything: • ten seconds • no strobe');
});

/** The renderer leaves comments as markers for itself. */
function withoutMarkers(html: string): string {
  return html.replaceAll(/<!--.*?-->/g, '');
}
