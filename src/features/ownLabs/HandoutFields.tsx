'use client';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { TextField } from '@/ui/Field.tsx';
import { Area, Lines } from './fields.tsx';
import { LazyMarkdown } from './LazyMarkdown.tsx';
import type { LabForm } from './labForm.ts';

type Props = { form: LabForm; onChange: (change: Partial<LabForm>) => void };

/** What students read, with a picture of the Markdown beside it. */
export function HandoutFields({ form, onChange }: Props) {
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
      <div className="grid grid-cols-1 gap-4">
        <TextField
          label="Title"
          value={form.title}
          maxLength={120}
          onChange={(e) => onChange({ title: e.currentTarget.value })}
        />
        <TextField
          label="Title on machines"
          hint="One that does not say how it comes out. Empty: the title."
          value={form.plainTitle}
          maxLength={120}
          onChange={(e) => onChange({ plainTitle: e.currentTarget.value })}
        />
        <Area
          label="Claim"
          hint="One sentence: what the lab shows."
          rows={2}
          most={500}
          value={form.claim}
          onChange={(claim) => onChange({ claim })}
        />
        <Area label="Idea" rows={4} most={4000} value={form.idea} onChange={(idea) => onChange({ idea })} />
        <Area
          label="Handout"
          hint="Markdown. HTML is shown as text, pictures are left out."
          rows={12}
          most={40_000}
          value={form.handout}
          onChange={(handout) => onChange({ handout })}
        />
        <Lines
          label="What you will see, one a line"
          value={form.whatYouWillSee}
          onChange={(whatYouWillSee) => onChange({ whatYouWillSee })}
        />
        <Lines
          label="Questions to think about, one a line"
          value={form.questions}
          onChange={(questions) => onChange({ questions })}
        />
        <Area
          label="The finer truth"
          most={2000}
          value={form.finerTruth}
          onChange={(finerTruth) => onChange({ finerTruth })}
        />
      </div>
      <Picture form={form} />
    </div>
  );
}

function Picture({ form: { title, claim, idea, handout } }: { form: LabForm }) {
  return (
    <Card as="section" className="grid grid-cols-1 gap-3 p-4 lg:sticky lg:top-4" aria-label="As students see it">
      <SectionTitle>As students see it</SectionTitle>
      <h3 className="text-lg font-semibold break-words">{title}</h3>
      <p className="text-soft">{claim}</p>
      <p className="text-pretty">{idea}</p>
      <LazyMarkdown text={handout} />
    </Card>
  );
}
