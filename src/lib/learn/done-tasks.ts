/** Which tasks of the labs a visitor has done on this device. It holds for this visit where storage is refused. */
const prefix = 'aprendiz:lab:';

export function readDone(lab: string): readonly string[] {
  try {
    const kept = localStorage.getItem(prefix + lab);
    return kept === null ? [] : kept.split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

export function writeDone(lab: string, keys: readonly string[]): void {
  try {
    if (keys.length === 0) localStorage.removeItem(prefix + lab);
    else localStorage.setItem(prefix + lab, keys.join(' '));
  } catch {
    // Storage is forbidden or full: what is ticked off stays on the page for this visit.
  }
}
