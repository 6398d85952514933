import { describe, expect, it } from 'vitest';
import { parseRoster, rosterColumns } from './roster.ts';

describe('a roster', () => {
  it('reads name, email and group in any order, whatever the separator', () => {
    const expected = [
      { line: 2, name: 'Ana Núñez', email: 'ana@uni.example', group: 'otter' },
      { line: 3, name: 'Ben, the second', email: 'ben@uni.example', group: '' },
    ];
    expect(
      parseRoster('name,email,group\nAna Núñez,Ana@Uni.example,otter\n"Ben, the second",ben@uni.example,\n'),
    ).toEqual({ ok: true, people: expected });
    expect(
      parseRoster(
        '\uFEFFEmail;Name;Group\r\nana@uni.example;Ana Núñez;otter\r\nben@uni.example;"Ben, the second";\r\n',
      ),
    ).toEqual({ ok: true, people: expected });
  });

  it('works without groups', () => {
    expect(parseRoster('email,name\na@b.example,A')).toEqual({
      ok: true,
      people: [{ line: 2, name: 'A', email: 'a@b.example', group: '' }],
    });
  });

  it('names every wrong line and imports nothing', () => {
    const parsed = parseRoster(
      'name,email\nAna,ana@uni.example\n,ben@uni.example\nCem,cem\nDia,ANA@uni.example\nEve,eve@uni.example,otter,extra',
    );
    expect(parsed).toEqual({
      ok: false,
      errors: [
        { line: 3, message: 'the name is missing' },
        { line: 4, message: '“cem” is not an email address' },
        { line: 5, message: 'ana@uni.example stands on line 2 already' },
        { line: 6, message: 'more cells than columns' },
      ],
    });
  });

  it('counts lines as an editor does, also after a quoted cell that spans two', () => {
    expect(parseRoster('name,email\n"Ana\nNúñez",ana@uni.example\nCem,cem')).toEqual({
      ok: false,
      errors: [
        { line: 3, message: 'a name has characters that cannot be seen' },
        { line: 4, message: '“cem” is not an email address' },
      ],
    });
  });

  it.each([
    ['', 'the file is empty'],
    ['name,email\n', 'there is nobody below the head line'],
    ['Ana,ana@uni.example\n', 'unknown column “ana”; the columns are name, email, group'],
    ['name,group\nAna,otter', 'the first line must name the columns; “email” is missing'],
    ['name,email,name\nA,a@b.example,B', 'a column stands twice'],
    ['name,email\n"Ana,ana@uni.example', 'this is not valid CSV: is there a quote too many or too few?'],
  ])('says what is wrong with %j', (text, message) => {
    const parsed = parseRoster(text);
    expect(parsed.ok ? null : parsed.errors[0]?.message).toBe(message);
  });

  it('refuses names with invisible or direction-changing characters', () => {
    expect(parseRoster('name,email\nAna\u202Egnp,ana@uni.example')).toMatchObject({ ok: false, errors: [{ line: 2 }] });
    expect(parseRoster('name,email\nAna\u0000,ana@uni.example')).toMatchObject({ ok: false, errors: [{ line: 2 }] });
  });

  it('bounds the number of people and of errors', () => {
    const many = Array.from({ length: 1001 }, (_, n) => `P${n},p${n}@uni.example`).join('\n');
    expect(parseRoster(`name,email\n${many}`)).toMatchObject({
      ok: false,
      errors: [{ message: 'at most 1000 people at once' }],
    });
    const bad = Array.from({ length: 200 }, () => ',x').join('\n');
    const parsed = parseRoster(`name,email\n${bad}`);
    expect(parsed.ok ? 0 : parsed.errors.length).toBe(50);
  });

  it('reads exports of Canvas, Moodle and PrairieLearn, and files with tabs', () => {
    const canvas =
      'Student,ID,SIS User ID,SIS Login ID,Section,Assignment 1\n    Points Possible,,,,,10\n"Núñez, Ana",7,u7,ana@uni.example,Monday,9\n';
    expect(parseRoster(canvas)).toEqual({
      ok: true,
      people: [{ line: 3, name: 'Ana Núñez', email: 'ana@uni.example', group: '', section: 'Monday' }],
    });
    expect(rosterColumns(canvas)).toEqual({
      used: [
        { header: 'Student', as: 'name' },
        { header: 'SIS Login ID', as: 'email' },
        { header: 'Section', as: 'section' },
      ],
      unused: ['ID', 'SIS User ID', 'Assignment 1'],
    });
    const moodle = 'First name;Surname;E-Mail;Groups\nAna;Núñez;ana@uni.example;otter\n';
    const ana = { line: 2, name: 'Ana Núñez', email: 'ana@uni.example', group: 'otter' };
    expect(parseRoster(moodle)).toEqual({ ok: true, people: [ana] });
    const prairie = 'UID\tUIN\tName\tRole\tGroup name\nana@uni.example\t7\tAna Núñez\tStudent\totter\n';
    expect(parseRoster(prairie)).toEqual({ ok: true, people: [ana] });
  });

  it('names the line of one broken quote in the middle of many', () => {
    const lines = Array.from({ length: 600 }, (_, n) =>
      n === 298 ? `"P${n},p${n}@uni.example` : `P${n},p${n}@uni.example`,
    );
    const parsed = parseRoster(['name,email', ...lines].join('\n'));
    expect(parsed.ok ? [] : parsed.errors[0]).toMatchObject({ message: expect.stringContaining('quote') });
    expect(parsed.ok ? 0 : parsed.errors[0]?.line).toBe(300);
  });
});
