#!/bin/sh
# Audits STEPFREE_TARGET (an address, a folder of built pages, or a plan.toml) and ends with stepfree's own exit code:
# 0 passed, 1 the gate failed, 2 wrong use, 3 not covered, 4 stepfree's own fault. Every setting is a variable, and none
# of them is ever read as shell text:
#   STEPFREE_BASELINE STEPFREE_FAIL_ON STEPFREE_MIN_COVERAGE STEPFREE_WAIVERS STEPFREE_DEPTH STEPFREE_MAX_PAGES
#   STEPFREE_LANG STEPFREE_OUT STEPFREE_BASE_URL STEPFREE_FORMATS (words, e.g. "html json")
#   STEPFREE (the command, by default stepfree)
set -eu

target=${STEPFREE_TARGET:-}
if [ -z "$target" ]; then
    echo 'stepfree: 请设置 STEPFREE_TARGET / set STEPFREE_TARGET: an address, a folder of built pages, or a plan.toml' >&2
    exit 2
fi

# A baseline that is not there yet (the first run of a pipeline) is told, and nothing is held against it.
baseline=${STEPFREE_BASELINE:-}
case $baseline in
*.json)
    if [ ! -f "$baseline" ]; then
        echo "stepfree: 没有基线文件 $baseline，本次不比对 / there is no baseline $baseline yet; held against nothing" >&2
        baseline=
        [ "${STEPFREE_FAIL_ON:-}" != new ] || STEPFREE_FAIL_ON=
    fi
    ;;
esac

kind=site base_url=${STEPFREE_BASE_URL:-}
case $target in
*.toml) kind=district base_url= ;;
esac

set -f # words are split here; names of files are not made of them
set --
for format in ${STEPFREE_FORMATS:-}; do
    set -- "$@" --format "$format"
done

exec "${STEPFREE:-stepfree}" "$kind" "$@" \
    ${baseline:+--baseline "$baseline"} \
    ${base_url:+--base-url "$base_url"} \
    ${STEPFREE_FAIL_ON:+--fail-on "$STEPFREE_FAIL_ON"} \
    ${STEPFREE_MIN_COVERAGE:+--min-coverage "$STEPFREE_MIN_COVERAGE"} \
    ${STEPFREE_WAIVERS:+--waivers "$STEPFREE_WAIVERS"} \
    ${STEPFREE_DEPTH:+--depth "$STEPFREE_DEPTH"} \
    ${STEPFREE_MAX_PAGES:+--max-pages "$STEPFREE_MAX_PAGES"} \
    ${STEPFREE_LANG:+--lang "$STEPFREE_LANG"} \
    --out "${STEPFREE_OUT:-stepfree-out}" -- "$target"
