import { Client, type ClientConfig } from 'pg';
import { Parser } from 'pg-protocol/dist/parser.js';

interface Message {
  readonly name: string;
}
type HandlePacket = (offset: number, code: number, length: number, bytes: Buffer) => Message;
interface Wire {
  attachListeners(stream: NodeJS.ReadableStream): void;
  emit(event: string, message: Message): boolean;
}

/**
 * 二进制结果: the driver's client, but for columns sent in binary: those arrive as Buffers of their own. The driver reads every
 * value as UTF-8 text, so bytes would have to travel as hex: for a tile of a megabyte that costs more than finding its rows.
 * Which columns are binary the server says before the rows. Exact versions of `pg` and `pg-protocol` are pinned together.
 */
export class BinaryClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const wire = (this as unknown as { connection: Wire }).connection;
    wire.attachListeners = (stream) => {
      const parser = new Parser();
      readBinaryColumns(parser);
      // As the driver's own listener does (its `message` event is for its native form alone).
      stream.on('data', (chunk: Buffer) =>
        parser.parse(chunk, (message: Message) =>
          wire.emit(message.name === 'error' ? 'errorMessage' : message.name, message),
        ),
      );
    };
  }
}

const ROW_DESCRIPTION = 0x54;
const DATA_ROW = 0x44;

function readBinaryColumns(parser: Parser): void {
  const open = parser as unknown as { handlePacket: HandlePacket };
  const text = open.handlePacket.bind(parser);
  let binary: boolean[] = [];
  open.handlePacket = (offset, code, length, bytes) => {
    if (code === DATA_ROW && binary.includes(true)) return dataRow(offset, length, bytes, binary);
    const message = text(offset, code, length, bytes);
    if (code === ROW_DESCRIPTION) {
      binary = (message as Message & { fields: { format: string }[] }).fields.map(
        ({ format }) => format === 'binary',
      );
    }
    return message;
  };
}

function dataRow(offset: number, length: number, bytes: Buffer, binary: readonly boolean[]): Message {
  const fieldCount = bytes.readInt16BE(offset);
  let at = offset + 2;
  const fields = Array.from({ length: fieldCount }, (_, column) => {
    const size = bytes.readInt32BE(at);
    at += 4;
    if (size < 0) return null;
    at += size;
    if (!binary[column]) return bytes.toString('utf8', at - size, at);
    // Memory of its own: the driver reads on into its buffer, and a worker may be handed this one.
    const value = Buffer.allocUnsafeSlow(size);
    bytes.copy(value, 0, at - size, at);
    return value;
  });
  return { name: 'dataRow', length, fieldCount, fields } as Message;
}
