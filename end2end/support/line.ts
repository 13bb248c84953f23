import type { BrowserContext, WebSocketRoute } from '@playwright/test';

/** The live lines of a browser, which can be cut and allowed again; pages themselves load as ever. */
export class Line {
  private isCut = false;
  private readonly open = new Set<WebSocketRoute>();
  private readonly silent = new Set<WebSocketRoute>();

  static async of(context: BrowserContext): Promise<Line> {
    const line = new Line();
    await context.route('**/socket.io/**', (route) => (line.isCut ? route.abort() : route.fallback()));
    await context.routeWebSocket(/\/socket\.io\//, (socket) => line.carry(socket));
    return line;
  }

  /** Nothing goes through, on any transport. */
  async cut(): Promise<void> {
    this.isCut = true;
    await Promise.all([...this.open].map((socket) => socket.close()));
  }

  /** From now on nothing passes over the WebSockets there are, and neither end is told. New ones work. */
  fallSilent(): void {
    for (const socket of this.open) this.silent.add(socket);
  }

  allow(): void {
    this.isCut = false;
  }

  private carry(socket: WebSocketRoute): void {
    if (this.isCut) {
      void socket.close();
      return;
    }
    const server = socket.connectToServer();
    this.open.add(socket);
    socket.onMessage((packet) => {
      if (!this.silent.has(socket)) server.send(packet);
    });
    server.onMessage((packet) => {
      if (!this.silent.has(socket)) socket.send(packet);
    });
  }
}
