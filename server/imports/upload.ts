import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { Problem } from '#core/problem.ts';
import { formExpected } from '#server/access/problems.ts';
import { hashOfImport } from '#server/imports/file-hash.ts';
import { safeName } from '#server/imports/originals.ts';
import type { StoredFile } from '#server/imports/protocol.ts';

/** 上传: what arrived, streamed to a folder of its own. */
export interface Upload {
  readonly folder: string;
  readonly files: readonly StoredFile[];
  readonly sha256: string;
  /** Text fields of the form. */
  readonly fields: Readonly<Record<string, string>>;
}

const mostFiles = 60;
/** Boundaries and part headers of a form, beyond its files. */
const formOverhead = 1 << 20;

/**
 * Receives a multipart form under `<home>/uploads/<id>`; bytes go straight to disk, and the whole request stays below the limit.
 * @throws Problem `unsupported-media-type` (415), `upload-too-large` (413), `file-empty`, `upload-without-file` (422), `invalid-request` (400)
 */
export async function receiveUpload(request: Request, home: string, limitBytes: number): Promise<Upload> {
  if (!request.is('multipart/form-data')) throw formExpected();
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limitBytes + formOverhead) throw tooLarge(limitBytes, announced);
  const folder = join(home, 'uploads', randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    const storage = new CountedStorage(folder, limitBytes);
    await parseForm(request, storage);
    const { stored } = storage;
    if (stored.length === 0) throw withoutFile();
    const empty = stored.find(({ size }) => size === 0);
    if (empty) throw emptyUpload(empty.name);
    return {
      folder,
      files: stored.map(({ name, path, size }) => ({ name, path, size })),
      sha256: hashOfImport(stored.map(({ hash }) => hash)),
      fields: request.body as Record<string, string>,
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error instanceof MulterError || isFormError(error) ? formProblem(error, limitBytes) : error;
  }
}

/** Removes what an upload left on disk. */
export function discardUpload({ folder }: Upload): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

function parseForm(request: Request, storage: CountedStorage): Promise<void> {
  const parse = multer({
    storage,
    limits: { files: mostFiles, fields: 20, fieldSize: 1 << 20, parts: mostFiles + 20 },
    defParamCharset: 'utf8',
  }).array('files', mostFiles);
  return new Promise((resolve, reject) => {
    parse(request, request.res as Response, (error: unknown) => (error ? reject(error) : resolve()));
  });
}

/** Writes parts to disk, counting all of them against one limit and hashing them on the way. */
class CountedStorage implements multer.StorageEngine {
  /** In the order of the form: a small file is written sooner than a large one before it. */
  readonly stored: (StoredFile & { hash: string })[] = [];
  readonly #folder: string;
  readonly #limit: number;
  #left: number;
  #count = 0;

  constructor(folder: string, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
    this.#left = limit;
  }

  _handleFile(_request: Request, file: Express.Multer.File, done: (error?: unknown) => void): void {
    const index = this.#count++;
    const path = join(this.#folder, String(index));
    const hash = createHash('sha256');
    let size = 0;
    const counted = new Transform({
      transform: (chunk: Buffer, _encoding, pass) => {
        size += chunk.length;
        this.#left -= chunk.length;
        hash.update(chunk);
        pass(this.#left < 0 ? tooLarge(this.#limit) : null, chunk);
      },
    });
    pipeline(file.stream, counted, createWriteStream(path)).then(() => {
      this.stored[index] = {
        name: safeName(file.originalname, index),
        path,
        size,
        hash: hash.digest('hex'),
      };
      done();
    }, done);
  }

  _removeFile(_request: Request, _file: Express.Multer.File, done: (error: Error | null) => void): void {
    // The folder goes as a whole when the upload fails.
    done(null);
  }
}

type FormError = Error & { readonly code?: string | undefined; readonly field?: string | undefined };

/** What the parser says of a form that is none; it has no class for it. */
function isFormError(error: unknown): error is FormError {
  return (
    error instanceof Error &&
    /^(Multipart: |Malformed |Unexpected end of |Unsupported content)/.test(error.message)
  );
}

function formProblem(error: FormError, limitBytes: number): Problem {
  if (error.code === 'LIMIT_FILE_SIZE') return tooLarge(limitBytes);
  const many = error.code === 'LIMIT_FILE_COUNT' || error.code === 'LIMIT_PART_COUNT';
  return new Problem({
    type: 'invalid-request',
    status: 400,
    title: { zh: '上传表单有误', en: 'The upload form is invalid' },
    detail: many
      ? { zh: `一次最多上传 ${mostFiles} 个文件。`, en: `At most ${mostFiles} files at a time.` }
      : {
          zh: `表单无法解析（${error.code ?? error.message}）。`,
          en: `The form cannot be read (${error.code ?? error.message}).`,
        },
    next: {
      zh: '请用字段 files 上传文件、字段 settings 传设置。',
      en: 'Send the files as `files` and the settings as `settings`.',
    },
    place: { field: error.field ?? 'files' },
    cause: error,
  });
}

function tooLarge(limitBytes: number, announced?: number): Problem {
  const limit = Math.round(limitBytes / 1048576);
  const size = announced === undefined ? undefined : Math.round(announced / 1048576);
  return new Problem({
    type: 'upload-too-large',
    status: 413,
    title: { zh: '文件过大', en: 'The upload is too large' },
    detail: {
      zh: `上传上限为 ${limit} MB${size === undefined ? '' : `，本次为 ${size} MB`}，没有保存任何数据。`,
      en: `The limit is ${limit} MB${size === undefined ? '' : `, this upload has ${size} MB`}; nothing was stored.`,
    },
    next: {
      zh: '请压缩为 zip 或按镇街拆分；管理员可用命令行导入，或调高 GENGJIE_UPLOAD_LIMIT_MB。',
      en: 'Zip it or split it by town; an administrator may import on the command line or raise GENGJIE_UPLOAD_LIMIT_MB.',
    },
  });
}

function withoutFile(): Problem {
  return new Problem({
    type: 'upload-without-file',
    status: 422,
    title: { zh: '没有文件', en: 'There is no file' },
    detail: { zh: '请求中没有名为 files 的文件。', en: 'The request has no file named `files`.' },
    next: { zh: '请选择要导入的文件。', en: 'Choose the files to import.' },
  });
}

function emptyUpload(file: string): Problem {
  return new Problem({
    type: 'file-empty',
    status: 422,
    title: { zh: '文件为空', en: 'The file is empty' },
    detail: { zh: `${file}：文件长度为 0。`, en: `${file}: the file has no bytes.` },
    next: { zh: '请选择有内容的文件。', en: 'Choose a file with content.' },
    place: { file },
  });
}
