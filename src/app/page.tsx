import { LandingScreen } from '@/features/sandbox/LandingScreen.tsx';

export default function Page() {
  return <LandingScreen />;
}
