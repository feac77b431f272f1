"""One closed way to say when something applies, asked in Python of one person and in SQL of everybody.

As content writes it:

    all:
      - {fact: population.birth_date, is: at-or-before, date: {from: today, years: -80}}
      - {fact: population.hukou_division, is: present}
      - {fact: firm-registration.report_year, is: less, year: {from: today, years: -1}}
      - not: {fact: low-income.grade, is: one-of, value: [minimum, destitute]}
      - any:
          - {fact: disability.grade, is: at-most, value: 2}
          - {fact: id-card.valid_to, is: before, date: {from: today, months: 3}}
          - {fact: form.moved_on, is: after, other: population.hukou_since}
"""
