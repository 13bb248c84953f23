import type { File } from './picture.ts';

/** The columns every inventory has. */
export const HEADER = 'id,title,city,address,width,height,facing,audience,price';

/** A row with a board of which nothing is wrong. */
export function board(id: string, title = `Board ${id}`): string {
  return `${id},${title},Bern,Bundesplatz 1,9,3,N,120000,90`;
}

/** A row without a width that can be read. */
export function badBoard(id: string): string {
  return `${id},Board ${id},Bern,Bundesplatz 1,wide,3,N,120000,90`;
}

/** A file to pick. */
export function csv(rows: string[], name = 'boards.csv', header = HEADER): File {
  return { name, mimeType: 'text/csv', buffer: Buffer.from([header, ...rows, ''].join('\n')) };
}

/** So many good rows, with ids nobody else has. */
export function boards(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => board(`${prefix}-${at}`));
}
