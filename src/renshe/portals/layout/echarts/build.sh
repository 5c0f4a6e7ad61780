#!/bin/sh
# Makes ../static/portals/vendor/echarts.js anew, the same to the byte, from the versions and hashes in package-lock.json.
# Needs node with npm and reaches the npm registry; nobody needs it to run, test or install the product.
# `sh build.sh check` compares instead of writing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
vendor="$here/../static/portals/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/entry.js" "$here/package.json" "$here/package-lock.json" "$work"
cd "$work"
npm ci --silent --no-audit --no-fund --ignore-scripts
banner='/* Apache ECharts 6.1.0, https://echarts.apache.org, Apache License 2.0; with zrender (BSD 3-Clause) and tslib (0BSD).
   Licences: echarts.LICENSE.txt. Made by portals/layout/echarts/build.sh; do not edit. */'
node_modules/.bin/esbuild entry.js --bundle --minify --format=esm --target=es2020 --charset=utf8 \
  --legal-comments=none --define:process.env.NODE_ENV='"production"' --define:__DEV__=false \
  "--banner:js=$banner" --outfile=echarts.js --log-level=warning
{
  cat node_modules/echarts/NOTICE node_modules/echarts/LICENSE
  printf '\n\n==== d3 (parts of it in ECharts) ====\n\n'; cat node_modules/echarts/licenses/LICENSE-d3
  printf '\n\n==== zrender ====\n\n'; cat node_modules/zrender/LICENSE
  printf '\n\n==== tslib ====\n\n'; cat node_modules/tslib/LICENSE.txt
} > echarts.LICENSE.txt
if [ "${1:-}" = check ]; then
  cmp echarts.js "$vendor/echarts.js" && cmp echarts.LICENSE.txt "$vendor/echarts.LICENSE.txt" && echo "same"
else
  cp echarts.js echarts.LICENSE.txt "$vendor/"
  sha256sum "$vendor/echarts.js"
fi
