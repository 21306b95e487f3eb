/** The doors of the app, in order. A door is listed when it works; adding one is one line here. */
import Camera from '@lucide/svelte/icons/camera';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import House from '@lucide/svelte/icons/house';
import TextCursorInput from '@lucide/svelte/icons/text-cursor-input';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Package from '@lucide/svelte/icons/package';
import type { Component } from 'svelte';
import type { Pathname } from '$app/types';
import { m } from '#paraglide/messages.js';

export interface Door {
  readonly path: Pathname;
  readonly icon: Component<{ size?: number | string; 'aria-hidden'?: 'true' }>;
  readonly name: () => string;
}

export const doors: readonly Door[] = [
  { path: '/', icon: House, name: m.shell_home },
  { path: '/see', icon: Camera, name: m.shell_see },
  { path: '/read', icon: TextCursorInput, name: m.read_name },
  { path: '/teach', icon: GraduationCap, name: m.teach_name },
  { path: '/learn', icon: FlaskConical, name: m.learn_name },
  { path: '/models', icon: Package, name: m.models_name },
];
