// web: reads a body that nobody has vouched for yet, in bounded memory.
import type { BodySource } from './body-source.ts';

/** GitHub sends no payload over 25 MB. https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
export const MAX_BYTES = 25 * 1024 * 1024;

const BLOCK = 64 * 1024;
/** A body in one-byte pieces costs a hundred times its size. GitHub's come in those of the network, of which the smallest have some 1,400 bytes. */
const MAX_PIECES = 32_768;

/** What all bodies together may take beyond the first 64 KiB of each, which nearly every delivery of GitHub's fits in. */
export type Room = {
  /** Blocks that were not needed yet. */
  unused: number;
  /** Blocks that were given back. They are used again: what waits for the garbage collector would be memory over the limit. */
  readonly spare: Uint8Array[];
};

/** 40 MiB: any one of the largest beside many of a usual size, while the whole process stays under 300 MB. */
export function newRoom(): Room {
  return { unused: (40 * 1024 * 1024) / BLOCK, spare: [] };
}

export type Body = {
  readonly blocks: readonly Uint8Array[];
  readonly size: number;
  /** Gives its room back; the blocks are not to be read any more. */
  readonly release: () => void;
};

export type Unread = 'too-large' | 'cut-short' | 'busy';

type ToRead = {
  readonly source: BodySource;
  /** Bytes, by Content-Length; null where it is not said. */
  readonly declared: number | null;
  readonly room: Room;
  /** False: it is only counted, since it will be refused anyway. */
  readonly isKept: boolean;
};

/** Reads the body to its end, copying it together, or says why not as soon as that is known. Never throws. */
export async function readBody({ source, declared, room, isKept }: ToRead): Promise<Body | Unread> {
  const blocks = newBlocks(room, declared);
  let pieces = 0;
  let size = 0;
  let refused: Unread | null = null;
  const refuse = (why: Unread) => {
    refused ??= why;
    blocks.release();
  };
  const take = (piece: Uint8Array): boolean => {
    size += piece.byteLength;
    pieces += 1;
    if (size > MAX_BYTES || pieces > MAX_PIECES) refuse('too-large');
    else if (isKept && !blocks.add(piece)) refuse('busy');
    return refused === null;
  };
  try {
    await source(take);
  } catch {
    refuse('cut-short'); // The sender went away or was too slow, and hears no answer.
  }
  return refused ?? { blocks: blocks.filled(), size, release: blocks.release };
}

/** Pieces are copied: a slice of one byte would keep the whole network buffer it is a slice of. */
function newBlocks(room: Room, declared: number | null) {
  const first = Buffer.allocUnsafeSlow(Math.min(declared ?? BLOCK, BLOCK));
  const full: Uint8Array[] = [];
  const borrowed: Uint8Array[] = [];
  let block: Uint8Array = first;
  let at = 0;
  const next = (): boolean => {
    const free = takeBlock(room);
    if (free === null) return false;
    borrowed.push(free);
    full.push(block);
    block = free;
    at = 0;
    return true;
  };
  return {
    add(piece: Uint8Array): boolean {
      let from = 0;
      while (from < piece.byteLength) {
        if (at === block.byteLength && !next()) return false;
        const part = piece.subarray(from, from + block.byteLength - at);
        block.set(part, at);
        at += part.byteLength;
        from += part.byteLength;
      }
      return true;
    },
    filled: (): readonly Uint8Array[] => [...full, block.subarray(0, at)],
    release: () => room.spare.push(...borrowed.splice(0)),
  };
}

function takeBlock(room: Room): Uint8Array | null {
  const spare = room.spare.pop();
  if (spare || room.unused === 0) return spare ?? null;
  room.unused -= 1;
  return Buffer.allocUnsafeSlow(BLOCK);
}
