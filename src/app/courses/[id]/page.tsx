import type { Metadata } from 'next';
import { CourseScreen } from '@/features/course/CourseScreen.tsx';

export const metadata: Metadata = { title: 'Course' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <CourseScreen courseId={(await params).id} />;
}
