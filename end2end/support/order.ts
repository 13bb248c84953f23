import { expect } from '@playwright/test';
import { newClientId } from './identity.ts';
import type { Person } from './person.ts';
import { png, type File } from './picture.ts';

/** Holds a board without a page, `ahead` days after the first that can be booked. Gives the order's id. */
export async function hold(person: Person, board: string, ahead: number, days = 1): Promise<string> {
  const { today, rate } = await (await person.context.request.get(`/api/boards/${board}/availability`)).json();
  const gross = days * rate.pricePerDayCents;
  const off = [[84, 200], [28, 150], [7, 50]].find(([from]) => days >= from!)?.[1] ?? 0;
  const totalCents = gross - Math.ceil((gross * off) / 1_000);
  const wishes = [{ boardId: board, days: { first: after(today, rate.leadDays + ahead), last: after(today, rate.leadDays + ahead + days - 1) } }];
  const data = { clientId: newClientId(), wishes, totalCents };
  const response = await person.context.request.post('/api/orders', { data });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json())[0].id;
}

/** Takes an order a step further without a page. */
export async function act(person: Person, order: string, action: string, reason?: string): Promise<void> {
  const data = { action, ...(reason ? { reason } : {}) };
  const response = await person.context.request.post(`/api/orders/${order}/actions`, { data });
  expect(response.status(), await response.text()).toBe(200);
}

/** A picture that fits the screen of an order's board. */
export async function fitting(person: Person, order: string, hue = 0): Promise<File> {
  const { screens } = await (await person.context.request.get(`/api/orders/${order}`)).json();
  return png(screens[0].width, screens[0].height, hue);
}

/** Hands in a creative without a page. */
export async function sendCreative(person: Person, order: string): Promise<void> {
  const multipart = { clientId: newClientId(), file: await fitting(person, order) };
  const response = await person.context.request.post(`/api/orders/${order}/creative`, { multipart });
  expect(response.status(), await response.text()).toBe(200);
}

/** The day so many days after another. */
export function after(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A day as the server writes it for people: `5 December 2026`. */
export function inWords(day: string): string {
  const written = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return written.format(Date.parse(`${day}T00:00:00Z`));
}
