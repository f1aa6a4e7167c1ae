"""The example case: clean under every rule, and the ground on which each rule shows what it catches.

It is invented and says so; it is not part of the base.
"""

PATH = "cases/example-2024.md"

_LONG = " ".join(
    [
        "The report describes the shop, its one database server and the nightly job that was meant to copy it,"
        " and says that nobody had opened a copy since the job was written.[^report]"
    ]
    * 8
)

CASE = f"""---
title: An untested backup turns a disk failure into two days of lost orders
company: example-shop
kind: incident
date: 2024-03-05
lang: en
status: published
summary: >-
  An invented online shop lost two days of orders when a disk failed and the nightly backup
  turned out to be empty. Every copy is now restored on a spare server.
pillars: [automation]
signals: [{{text: "pg_restore: error: input file is too short", mistake: untested-backups}}]
mistakes:
  - id: untested-backups
    what: The nightly job wrote empty files.
    sources: [report]
fixes:
  - id: automated-restore-testing
    corrects: [untested-backups]
    state: applied
    outcome: worked
    what: Every night the last copy is restored on a spare server and its orders are counted.
    sources: [report]
results:
  - {{measure: restores checked, before: 0, after: 30, unit: a month, fixes: [automated-restore-testing], sources: [report]}}
unknown: [how long the restore took]
sources:
  - id: report
    url: https://example-shop.net/report
    title: What happened to our orders
    publisher: Example Shop
    date: 2024-03-20
    lang: en
    voice: company
    read: full
reviewed: 2026-11
---

## Context

The shop kept one copy of its orders.[^report]

{_LONG}

## What went wrong

The nightly job had lost its right to read the tables, so it wrote an empty file every night.[^report]

## What changed

A second job now restores the newest copy on a spare server every night and counts the orders.[^report]

## Results

Thirty restores a month are checked, where there were none.[^report]

## What to keep

Restore one backup a week on a machine that has never seen the data, and write down how long it took.
"""
