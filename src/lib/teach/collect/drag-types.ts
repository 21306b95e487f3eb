/** What is dragged over the bench, by the type of its data. */

/** Samples dragged from one class to another: their ids, as JSON. */
export const sampleDragType = 'application/x-aprendiz-samples';
/** A class dragged to another place: its id. */
export const classDragType = 'application/x-aprendiz-class';
