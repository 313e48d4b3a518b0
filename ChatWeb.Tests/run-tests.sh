#!/usr/bin/env bash
# Runs every test of ChatWeb, from any folder, and installs what it takes on Debian where that is missing.
# Arguments go to `dotnet test` (e.g. --filter Streaming). With CI=true a skipped test fails the run.
# With CHATWEB_TEST_SQLSERVER=Server=…;User ID=…;Password=… the data tests run on that SQL Server too, in databases of
# their own that are dropped after.
# The last line is always `N passed, N failed`.
set -euo pipefail
exec </dev/null 2>&1

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results=$(mktemp -d)
passed=0
failed=0

# No build server outlives the run: whoever reads our output would wait for it to close.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1

finish() {
    local status=$?
    rm -rf "$results"
    # Something broke that is no test, or nothing ran.
    if ((failed == 0)) && ((status != 0 || passed == 0)); then failed=1; fi
    echo "$passed passed, $failed failed"
    exit $((failed > 0))
}
trap finish EXIT

# Runs a command as a named part and says how long it took.
part() {
    local name=$1 start=$SECONDS status=0
    shift
    echo "== $name"
    "$@" || status=$?
    echo "== $name: $((SECONDS - start)) s"
    return "$status"
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

install_missing() {
    local missing=() font
    command -v redis-server >/dev/null || missing+=(redis-server)
    [[ -x $(command -v nginx || echo /usr/sbin/nginx) ]] || missing+=(nginx-light)
    command -v chromium >/dev/null || missing+=(chromium)
    # OpenStack Swift is the S3 server of the tests; by itself the package starts no service.
    /usr/bin/python3 -c 'import swift.obj.mem_server' 2>/dev/null || missing+=(python3-swift)
    for font in fonts-noto-cjk fonts-noto-color-emoji; do
        dpkg-query -W -f '${db:Status-Status}' "$font" 2>/dev/null | grep -qx installed || missing+=("$font")
    done
    if ((${#missing[@]} == 0)); then return; fi

    echo "Installing ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"
}

# Adds the tests of one runner: how many passed, failed and were skipped, and how the runner ended.
count() {
    local name=$1 good=$2 bad=$3 skipped=$4 status=$5
    echo "$name: $good passed, $bad failed, $skipped skipped"
    if ((skipped > 0)) && [[ ${CI:-} == true ]]; then
        echo "$name: skipping is a failure here (CI=true)"
        bad=$((bad + skipped))
    fi
    if ((bad == 0)) && ((status != 0 || good == 0)); then
        echo "$name: counted as a failure: $good tests ran and it ended with status $status"
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
}

# The program starts in two thirds of the time with EF Core compiled ahead, and the tests start it more than a hundred
# times. Where the compiler's package can't be had they run all the same.
precompile() {
    dotnet publish "$root/ChatWeb.Tests/Precompiled" -c Debug -o "$results/precompiled" -nologo -v quiet &&
        cp "$results"/precompiled/Microsoft.{EntityFrameworkCore,Data.Sqlite}*.dll "$root/ChatWeb/bin/Debug/net10.0/"
}

front_end_tests() {
    local status=0 numbers
    npm test -- --reporter=default --reporter=json --outputFile.json="$results/vitest.json" || status=$?
    numbers=$(node -p '
        const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
        [r.numPassedTests, r.numFailedTests, r.numPendingTests + r.numTodoTests].join(" ")' "$results/vitest.json") || numbers="0 0 0"
    # shellcheck disable=SC2086 # three numbers
    count vitest $numbers "$status"
}

dotnet_tests() {
    local status=0 total=0 good=0 bad=0 line
    dotnet test "$root/ChatWeb.sln" --no-build --results-directory "$results" \
        --logger "console;verbosity=normal" --logger "trx;LogFilePrefix=tests" \
        --blame-hang-timeout 5m --blame-hang-dump-type none "$@" || status=$?
    while read -r line; do
        total=$((total + $(counter total "$line")))
        good=$((good + $(counter passed "$line")))
        bad=$((bad + $(counter failed "$line")))
    done < <(grep -h '<Counters ' "$results"/*.trx || true)
    if ((bad > 0)); then say_failures; fi
    count "dotnet test" "$good" "$bad" $((total - good - bad)) "$status"
}

# What the tests that failed said, and at the very end their names: of a long log that is what people see first.
say_failures() {
    node -e '
        const fs = require("fs");
        const text = (xml) => xml.replace(/&(lt|gt|quot|apos|amp|#x([0-9A-Fa-f]+));/g, (all, name, code) =>
            code ? String.fromCodePoint(parseInt(code, 16)) : { lt: "<", gt: ">", quot: "\"", apos: "\x27", amp: "&" }[name]);
        const names = [];
        for (const file of process.argv.slice(1)) {
            for (const [result, head] of fs.readFileSync(file, "utf8").matchAll(/<UnitTestResult ([^>]*outcome="Failed"[^>]*)>[^]*?<\/UnitTestResult>/g)) {
                names.push(text(/testName="([^"]*)"/.exec(head)[1]));
                console.log(`FAILED ${names.at(-1)}`);
                for (const [part, lines] of [["Message", 12], ["StackTrace", 3]]) {
                    const said = new RegExp(`<${part}>([^]*?)</${part}>`).exec(result)?.[1] ?? "";
                    console.log(text(said).split("\n").slice(0, lines).map((line) => `    ${line.trim().slice(0, 200)}`).join("\n"));
                }
            }
        }
        console.log(names.map((name) => `FAILED ${name.slice(0, 200)}`).join("\n"));' "$results"/*.trx || true
}

# One number of a result file's <Counters total="…" passed="…" …/>.
counter() {
    [[ $2 =~ [[:space:]]$1=\"([0-9]+)\" ]] && echo "${BASH_REMATCH[1]}"
}

cd "$root/wwwroot-src"
part "Packages" install_missing
part "Build" dotnet build "$root/ChatWeb.sln"
part "Compiling ahead" precompile || echo "Not compiled ahead: the tests take longer."
part "Types of the front end" npm run check || failed=$((failed + 1))
part "Tests of the front end" front_end_tests
part "Tests of the program" dotnet_tests "$@"
if [[ -z ${CHATWEB_TEST_SQLSERVER:-} ]]; then
    echo "SQL Server was NOT tested: CHATWEB_TEST_SQLSERVER names none. Data tests ran on SQLite alone."
fi
echo "== Everything: $SECONDS s"
