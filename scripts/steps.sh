# shellcheck shell=bash
# Counted steps, bounded waits and HTTP requests, for scripts that check a running emulator. To be sourced; expects set -u.

steps_passed=0
steps_failed=0
step_output=$(mktemp)
base=                   # where the emulator under test answers
body=$(mktemp)          # what the last request was answered

# step NAME COMMAND...: runs the command in this shell as one counted step, and shows what it said if it failed.
step() {
    local name=$1
    shift
    if "$@" >"$step_output" 2>&1; then
        steps_passed=$((steps_passed + 1))
        echo "ok    $name"
    else
        steps_failed=$((steps_failed + 1))
        echo "FAIL  $name"
        sed 's/^/      | /' "$step_output"
        return 1
    fi
}

# note TEXT: a line below the step, whether it passed or failed.
note() {
    echo "      $*"
}

# until_true SECONDS COMMAND...: tries the command until it succeeds, at most that long.
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || { echo "not within the time: $*"; return 1; }
        sleep 0.02
    done
}

# milliseconds: of the clock on the wall, to measure with.
milliseconds() {
    echo $((${EPOCHREALTIME//[!0-9]/} / 1000))
}

# free_port: a loopback port that nothing listens on, below those the system hands out by itself.
free_port() {
    local port tries
    for ((tries = 0; tries < 50; tries++)); do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    echo "no free port" >&2
    return 1
}

# request METHOD PATH STATUS [BODY]: expects that status; BODY is JSON, or @FILE. The answer is in the file $body.
request() {
    local method=$1 path=$2 expected=$3 status
    local arguments=(--silent --show-error --noproxy '*' --max-time 60 --request "$method" --output "$body" --write-out '%{http_code}')
    arguments+=(--header 'Authorization: Bearer anything')
    [[ $# -lt 4 ]] || arguments+=(--header 'Content-Type: application/json' --data-binary "$4")
    : >"$body"
    status=$(curl "${arguments[@]}" "$base$path") || return 1
    [[ $status == "$expected" ]] || { echo "$method $path answered $status, not $expected: $(head -c 2000 "$body")"; return 1; }
}

# answered REGEX: whether the last answer has this, white space aside.
answered() {
    tr -d ' \n\r\t' <"$body" | grep --quiet --extended-regexp -- "$1" || { echo "no $1 in $(head -c 2000 "$body")"; return 1; }
}

# answered_id: the first id in the last answer.
answered_id() {
    tr -d ' \n\r\t' <"$body" | grep --only-matching --extended-regexp '"id":"[0-9a-f-]{36}"' | head -n 1 | cut -d '"' -f 4
}
