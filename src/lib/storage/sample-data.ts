/** How the pictures of a sample lie in the database. */
import type { SampleData } from './project-rows.ts';
import type { PictureRow, ThumbnailRow } from './schema.ts';

export interface PackedSampleData {
  readonly picture: PictureRow;
  readonly thumbnail: ThumbnailRow;
}

/** Reads the thumbnails' bytes; to be done before a transaction, which does not wait for blobs. */
export async function packSampleData(data: readonly SampleData[]): Promise<PackedSampleData[]> {
  return Promise.all(
    data.map(async ({ id, projectId, picture, thumbnail }) => ({
      picture: { projectId, id, picture },
      thumbnail: {
        projectId,
        id,
        bytes: await thumbnail.arrayBuffer(),
        type: thumbnail.type,
      },
    })),
  );
}

export const unpackThumbnail = ({ bytes, type }: ThumbnailRow): Blob => new Blob([bytes], { type });
