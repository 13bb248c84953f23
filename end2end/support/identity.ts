import { randomBytes } from 'node:crypto';

/** The password of everybody here. */
export const PASSWORD = 'demo-password';

/** The demo accounts, as the server seeds them. */
export const DEMO = {
  owner: { name: 'Marta Lindqvist', email: 'owner@example.com' },
  owner2: { name: 'Jonas Achterberg', email: 'owner2@example.com' },
  advertiser: { name: 'Ana Ruiz', email: 'advertiser@example.com' },
  advertiser2: { name: 'Dmitri Volkonsky', email: 'advertiser2@example.com' },
  tester: { name: 'Tessa Okafor', email: 'tester@example.com' },
  admin: { name: 'Adrian Moreau', email: 'admin@example.com' },
} as const;

export type DemoName = keyof typeof DEMO;

/** A board of the demonstration, from 0 to 199. Every third, beginning with 2, is Jonas's; the others are Marta's. */
export function demoBoard(index: number): string {
  return `0b0a4d00-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** A mail address nobody else has. */
export function newEmail(name: string): string {
  const local = name.toLowerCase().replace(/[^a-z]+/g, '.');
  return `${local}.${randomBytes(4).toString('hex')}@example.com`;
}

/** A client id: a UUID of version 7, as the page makes them. */
export function newClientId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
