import { TestPage } from '../../support/test_page.ts';
import { expect, test } from '../../support/test.ts';

test('in a demonstration everybody may open the page, and is led there', async ({ people }) => {
  const visitor = await people.visitor();
  const page = await TestPage.open(visitor);
  await expect(page.page.getByRole('link', { name: 'Test page' }).first()).toBeVisible();
});

test('admins read who changed a board’s status', async ({ people }) => {
  const adrian = await people.demo('admin');
  const page = await adrian.open('/boards/0b0a4d00-0000-4000-8000-000000000003');
  const form = { status: 'maintenance' };
  await adrian.context.request.post('/boards/0b0a4d00-0000-4000-8000-000000000003/status', { form, maxRedirects: 0 });
  await page.goto('/admin/audit');
  const entry = page.locator('[data-testid="audit-entry"][data-action="board status"]').first();
  await expect(entry).toContainText('Adrian Moreau');
  await expect(entry).toContainText('maintenance');
  const ana = await people.demo('advertiser');
  const hidden = await ana.open('/admin/audit');
  await expect(hidden.getByText('Nothing is posted here')).toBeVisible();
});
