// web: where the pieces of a body come from.
import type { IncomingMessage } from 'node:http';

/** Hands over one piece after the other until `take` says false or there is none left. Rejects when the sender goes away. */
export type BodySource = (take: (piece: Uint8Array) => boolean) => Promise<void>;

/**
 * The body of a request of Node's server. It is taken as it comes from the parser: Node's and the web's streams queue by bytes, so a body
 * in one-byte chunks would become some 65,000 objects a connection before anybody looks at it.
 */
export function fromIncoming(incoming: IncomingMessage): BodySource {
  return (take) =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        incoming.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
        incoming.pause();
        settle();
      };
      const onData = (piece: Uint8Array) => {
        if (!take(piece)) end(resolve);
      };
      const onEnd = () => end(resolve);
      const onError = (error: Error) => end(() => reject(error));
      const onClose = () => end(() => reject(new Error('The sender went away')));
      if (incoming.destroyed) return onClose();
      incoming.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
    });
}

/** The body of a request that did not come over a socket. */
export function fromStream(stream: ReadableStream<Uint8Array> | null): BodySource {
  return async (take) => {
    for await (const piece of stream ?? []) if (!take(piece)) return;
  };
}
