/** Reads what a run has kept and the descriptions of the networks below it; their weights stay where they are. */
import { resolve } from '$app/paths';
import { openFile } from '#lib/cache/files.ts';
import { fileUrl, loadIndex, parseJson } from '#lib/cache/index-file.ts';
import { installedModel } from '#lib/cache/installed.ts';
import type { ModelLayers } from '#lib/catalogue/graph/layers.ts';
import type { Graph, ModelIndex } from '#lib/engine/graph/format.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { ProjectKind } from '#lib/storage/project-rows.ts';
import type { TextModelFile } from '#lib/text/model/format.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import { installedTrunk } from '#lib/vision/installed/trunk-spec.ts';
import { trunkOf, type TrunkPart } from '#lib/vision/trunks.ts';
import { answererOf, type RunPlace } from '../../trainer/checkpoint.ts';
import { runLayers, type Below, type TrunkNetwork } from './run-layers.ts';

export interface RunToDraw extends RunPlace {
  readonly kind: ProjectKind;
  readonly epoch: number;
  readonly trunk: string;
}

/** @throws FailureError `model-missing`, and of cache and storage */
export async function readRunLayers(run: RunToDraw): Promise<ModelLayers> {
  const answerer = await answererOf(run, run.epoch);
  if (!answerer) throw new FailureError('model-missing', run.runId);
  const { tail } = answerer;
  const standsAlone = tail !== undefined && tail.kind !== 'fine-tune';
  return runLayers(answerer, standsAlone ? undefined : await below(run));
}

async function below({ kind, trunk }: RunToDraw): Promise<Below> {
  const baseUrl = `${resolve('/')}models/`;
  const index = await loadIndex(baseUrl);
  if (kind === 'text') {
    const entry = index.texts.find(({ id }) => id === textTrunkOf(trunk)?.model);
    if (!entry) throw new FailureError('model-missing', trunk);
    const { model } = entry;
    const bytes = await openFile(fileUrl(baseUrl, model.file), model);
    return { kind: 'encoder', file: parseJson<TextModelFile>(bytes, model.file) };
  }
  const spec = trunkOf(trunk) ?? (await installedTrunk(trunk));
  if (!spec) throw new FailureError('model-missing', trunk);
  const networks = await Promise.all(spec.parts.map((part) => networkOf(part, index, baseUrl)));
  return { kind: 'networks', networks };
}

async function networkOf(
  { model, size }: TrunkPart,
  index: ModelIndex,
  baseUrl: string,
): Promise<TrunkNetwork> {
  const builtIn = index.models.find(({ id }) => id === model);
  const files = builtIn ?? (await installedModel(model));
  if (!files) throw new FailureError('model-missing', model);
  const { graph, weights } = files;
  const bytes = await openFile(builtIn && fileUrl(baseUrl, graph.file), graph);
  return { graph: parseJson<Graph>(bytes, graph.file), size, bytes: weights.bytes };
}
