import { deflateSync } from 'node:zlib';

export interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A PNG of so many pixels: a slope between two colours, so that one sees what is where. */
export function png(width: number, height: number, hue = 0): File {
  const rows = Buffer.alloc(height * (1 + width * 3));
  const colours = [[230, 90, 30], [20, 120, 200], [60, 160, 70], [160, 60, 160]];
  const [red, green, blue] = colours[hue % colours.length]!;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + width * 3) + 1 + x * 3;
      const light = 0.4 + (0.6 * x) / width;
      rows[at] = red! * light;
      rows[at + 1] = green! * light;
      rows[at + 2] = Math.min(255, blue! * light + (60 * y) / height);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return { name: `${width}x${height}.png`, mimeType: 'image/png', buffer: Buffer.concat([signature, ...chunks]) };
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** CRC-32, bit by bit. */
function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
