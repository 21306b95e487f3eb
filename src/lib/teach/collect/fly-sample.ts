/** A picture flies from the camera to the class that it now belongs to: that is what recording does. */

/** No more than this many in the air: a stream of frames reads as a stream. */
const atOnce = 3;
const flightMs = 420;
let flying = 0;

export function flySample(classId: string, thumbnail: Blob): void {
  if (flying >= atOnce || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const from = document.querySelector('[data-viewfinder]')?.getBoundingClientRect();
  const target = document.querySelector(`[data-class-id="${CSS.escape(classId)}"] [data-landing]`);
  const to = target?.getBoundingClientRect();
  if (!from || !to || to.bottom < 0 || to.top > innerHeight) return;

  const url = URL.createObjectURL(thumbnail);
  const picture = document.createElement('img');
  picture.src = url;
  picture.alt = '';
  const side = Math.min(from.height, 96);
  Object.assign(picture.style, {
    position: 'fixed',
    left: `${from.left + (from.width - side) / 2}px`,
    top: `${from.top + (from.height - side) / 2}px`,
    width: `${side}px`,
    height: `${side}px`,
    objectFit: 'cover',
    borderRadius: '0.6rem',
    boxShadow: 'var(--shadow-print)',
    pointerEvents: 'none',
    zIndex: '30',
  });
  document.body.append(picture);
  flying++;
  const x = to.left + to.width / 2 - (from.left + from.width / 2);
  const y = to.top + to.height / 2 - (from.top + from.height / 2);
  const flight = picture.animate(
    [
      { transform: 'none', opacity: 1 },
      { transform: `translate(${x}px, ${y}px) scale(${32 / side})`, opacity: 0.4 },
    ],
    { duration: flightMs, easing: 'cubic-bezier(0.4, 0, 0.2, 1)' },
  );
  const land = () => {
    flying--;
    picture.remove();
    URL.revokeObjectURL(url);
  };
  flight.onfinish = land;
  flight.oncancel = land;
}
