#!/usr/bin/env bash
# What a build server runs. Everything comes in by variables, so that no text of a calendar or a branch name is ever code.
set -uo pipefail
flags=(--output-format "${FORMAT:-github}")
[ -n "${FAIL_LEVEL:-}" ] && flags+=(--fail-level "$FAIL_LEVEL")
[ -n "${SARIF:-}" ] && flags+=(-o "sarif=$SARIF")
[ -n "${HTML:-}" ] && flags+=(-o "html=$HTML")
[ -n "${CODE_QUALITY:-}" ] && flags+=(-o "gitlab=$CODE_QUALITY")
[ -n "${JUNIT:-}" ] && flags+=(-o "junit=$JUNIT")
[ -n "${CHANGED_SINCE:-}" ] && flags+=(--changed-since "$CHANGED_SINCE")
read -r -a more <<< "${ARGUMENTS:-}"
paths=()
while IFS= read -r line; do
  [ -z "$line" ] && continue
  matched=0
  while IFS= read -r path; do paths+=("$path"); matched=1; done < <(compgen -G "$line")
  # A pattern that matches nothing is passed on as it is: csmedia says that there is no such file, and the step fails.
  [ "$matched" = 0 ] && paths+=("$line")
done <<< "${PATHS:-}"
csmedia check "${flags[@]}" ${more[@]+"${more[@]}"} -- ${paths[@]+"${paths[@]}"}
code=$?
[ -n "${GITHUB_OUTPUT:-}" ] && echo "exit-code=$code" >> "$GITHUB_OUTPUT"
# Nothing changed is good news where only changes were asked for; everywhere else nothing checked is a fault.
[ "$code" = 3 ] && [ -n "${CHANGED_SINCE:-}" ] && code=0
exit "$code"
