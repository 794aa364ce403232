import type { Socket } from 'node:net';
import type { SocketLike } from './amqpLibrary.ts';
import { FrameGuard } from './frameGuard.ts';

/** Bytes waiting to be read by a slow client, above which nothing more is sent to it for now. */
const HIGH_WATER = 1024 * 1024;

/**
 * A TCP socket in the shape in which the AMQP library takes web sockets. In between, every frame is checked, and
 * small writes are put together.
 */
export class ClientSocket implements SocketLike {
  readonly url: string;
  readonly #socket: Socket;
  readonly #guard = new FrameGuard();
  #promised = 0;
  #corked = false;
  #ended = false;
  #told = false;
  onmessage: ((event: { readonly data: Buffer }) => void) | undefined;
  onclose: (() => void) | undefined;
  onerror: ((error: Error) => void) | undefined;
  /** Called when a slow client has caught up. */
  onDrain: () => void = () => {};
  /** To be called when AMQP is open on it. */
  onOpened: () => void = () => {};
  /** Called once when the socket is gone, however it went. */
  onGone: () => void = () => {};
  /** Asked about what a client sends first: true when somebody else takes the socket over. */
  onFirstBytes: (socket: Socket, chunk: Buffer) => boolean = () => false;
  #begun = false;

  constructor(socket: Socket, url: string) {
    this.#socket = socket;
    this.url = url;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('drain', () => this.onDrain());
    // A reset or a broken pipe is how clients go; 'close' follows and does the work.
    socket.on('error', () => {});
    socket.on('close', () => this.#tellGone());
  }

  get isFull(): boolean {
    return this.#socket.writableLength + this.#promised > HIGH_WATER;
  }

  /** Counts bytes that were handed to the library, which writes them at the end of the tick only. */
  promise(bytes: number): void {
    if (this.#promised === 0) {
      setImmediate(() => {
        this.#promised = 0;
        if (!this.isFull && !this.#ended) this.onDrain();
      });
    }
    this.#promised += bytes;
  }

  #read(chunk: Buffer): void {
    if (this.#ended) return;
    if (!this.#begun) {
      this.#begun = true;
      if (this.onFirstBytes(this.#socket, chunk)) return;
    }
    try {
      const frames = this.#guard.accept(chunk);
      if (frames.length > 0) this.onmessage?.({ data: frames });
    } catch {
      this.destroy();
    }
  }

  send(bytes: Buffer): void {
    if (this.#ended || this.#socket.destroyed) return;
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(bytes);
  }

  /** Ends after what is written so far; what the client still sends is not read any more. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.destroySoon();
  }

  destroy(): void {
    this.#ended = true;
    this.#socket.destroy();
  }

  /** Lets go of the socket without ending it; for whoever follows, this client is gone. */
  release(): void {
    this.#socket.removeAllListeners();
    this.#socket.pause();
    this.#tellGone();
  }

  #tellGone(): void {
    if (this.#told) return;
    this.#told = true;
    this.#ended = true;
    this.onGone();
    this.onclose?.();
  }
}
