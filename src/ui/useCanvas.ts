'use client';
import { useTheme } from 'next-themes';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Paper, readPaper } from './ownerPaint.ts';

export type Brush = { g: CanvasRenderingContext2D; width: number; height: number; ratio: number; paper: Paper };

/** A box's size in CSS pixels, kept up to date. */
export function useSize(ref: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  // The box is laid out by CSS: only the browser knows its size, and tells when it changes.
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}

/** A canvas of the given CSS size that `draw` fills anew whenever draw, size or theme change: at most once a frame. */
export function useCanvas(
  size: { width: number; height: number },
  draw: (brush: Brush) => void,
): RefObject<HTMLCanvasElement | null> {
  const ref = useRef<HTMLCanvasElement | null>(null);
  const { resolvedTheme } = useTheme();
  const { width, height } = size;
  // A canvas is painted by hand; `resolvedTheme` is listed because the tokens that are read change with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas || width === 0 || height === 0) return;
    const frame = requestAnimationFrame(() => {
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      const g = canvas.getContext('2d');
      if (!g) return;
      g.scale(ratio, ratio);
      draw({ g, width, height, ratio, paper: readPaper(canvas) });
    });
    return () => cancelAnimationFrame(frame);
  }, [width, height, draw, resolvedTheme]);
  return ref;
}
