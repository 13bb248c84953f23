import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Server } from './server.ts';

/**
 * Stands between pages and the server as an office's proxy may: everything passes, but WebSockets only while
 * they are allowed. The host's name is passed on, so the server must know the proxy's address as its origin.
 */
export class Proxy {
  private allowed = true;
  private readonly lines = new Set<Duplex>();
  private readonly http = createServer((request, response) => this.pass(request, response));

  private constructor(private target: URL) {}

  static async start(): Promise<Proxy> {
    const proxy = new Proxy(new URL('http://127.0.0.1:9'));
    proxy.http.on('upgrade', (request, socket, head) => proxy.upgrade(request, socket, head));
    await new Promise<void>((listening) => proxy.http.listen(0, '127.0.0.1', listening));
    return proxy;
  }

  /** Where requests go to. */
  lead(server: Server): void {
    this.target = new URL(server.url);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  /** Refuses new WebSockets and ends those there are. */
  block(): void {
    this.allowed = false;
    for (const line of this.lines) line.destroy();
  }

  allow(): void {
    this.allowed = true;
  }

  async stop(): Promise<void> {
    for (const line of this.lines) line.destroy();
    this.http.closeAllConnections();
    await new Promise((closed) => this.http.close(closed));
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { hostname, port } = this.target;
    const { url: path, method, headers } = request;
    const upstream = ask({ hostname, port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    // Whoever gives up here gives up there.
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!this.allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    const upstream: Socket = connect(Number(this.target.port), this.target.hostname, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let at = 0; at < request.rawHeaders.length; at += 2) {
        lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      }
      upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    for (const line of [socket, upstream]) {
      this.lines.add(line);
      line.on('error', () => line.destroy());
      line.on('close', () => {
        this.lines.delete(line);
        socket.destroy();
        upstream.destroy();
      });
    }
  }
}
