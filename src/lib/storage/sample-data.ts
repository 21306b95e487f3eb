/** How the pictures of a sample lie in the database. */
import { writable } from './database.ts';
import type { SampleData } from './project-rows.ts';
import type { PictureRow, ThumbnailRow } from './schema.ts';

export interface PackedSampleData {
  readonly picture: PictureRow;
  readonly thumbnail: ThumbnailRow;
}

/** Reads the thumbnails' bytes (and the pictures', where no blobs are kept); to be done before a transaction, which does not wait for blobs. */
export async function packSampleData(data: readonly SampleData[]): Promise<PackedSampleData[]> {
  return Promise.all(
    data.map(async ({ id, projectId, picture, thumbnail }) => ({
      picture: { projectId, id, picture: await writable(picture) },
      thumbnail: {
        projectId,
        id,
        bytes: thumbnail instanceof Blob ? await thumbnail.arrayBuffer() : thumbnail.bytes,
        type: thumbnail.type,
      },
    })),
  );
}

export const unpackThumbnail = ({ bytes, type }: ThumbnailRow): Blob => new Blob([bytes], { type });
