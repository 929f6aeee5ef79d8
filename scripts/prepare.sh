# Shared by ./run and ./test: checks the tools, installs Debian packages where that is possible, builds what is missing.
# Sourced with the repository's root as working directory; never prints secrets, never asks.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

need_tools() {
    command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^10\.' || die \
"The .NET 10 SDK is missing.
  Install it (see https://learn.microsoft.com/dotnet/core/install/linux-debian), for Debian 12:
    wget https://packages.microsoft.com/config/debian/12/packages-microsoft-prod.deb && sudo dpkg -i packages-microsoft-prod.deb
    sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0
  Then run this again."
    local major
    major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
    [ "${major:-0}" -ge 20 ] && command -v npm >/dev/null 2>&1 || die \
"Node.js 20 or newer is missing (it builds the web pages; it is not needed to run the gateway afterwards).
  Install it (see https://nodejs.org/en/download) and run this again."
}

# need_packages PURPOSE PACKAGE...: installs what is missing if we are root (or sudo needs no password); else says what to type.
need_packages() {
    local purpose=$1 missing=() package sudo=
    shift
    command -v dpkg-query >/dev/null 2>&1 || { say "Not a Debian system: make sure these are installed ($purpose): $*"; return 0; }
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        if sudo -n true 2>/dev/null; then sudo='sudo -n'; else
            say "Please install ($purpose):  sudo apt-get install -y ${missing[*]}"
            return 1
        fi
    fi
    say "Installing ($purpose): ${missing[*]}"
    { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"${TMPDIR:-/tmp}/gateway-apt.log" 2>&1 && return 0
    tail -5 "${TMPDIR:-/tmp}/gateway-apt.log" >&2
    say "Installing failed. Please type:  sudo apt-get install -y ${missing[*]}"
    return 1
}

# Without these the gateway runs; compressed images are then stored and sent, but not shown as pictures (the health page says which).
# g++ and libopenjph-dev: the build of src/Imaging makes native/openjph-shim with them, which writes HTJ2K for the web.
RUNTIME_PACKAGES=(libicu72 libturbojpeg0 libopenjp2-7 libcharls2 libwebp7 libpangocairo-1.0-0 fonts-noto-core g++ libopenjph-dev)

newer_than() { # newer_than STAMP PATH...: true when the stamp is missing or something below the paths is newer
    local stamp=$1
    shift
    [ ! -e "$stamp" ] || [ -n "$(find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -type f -newer "$stamp" -print -quit)" ]
}

build_web() {
    newer_than src/Viewer.Web/dist/.built src/Viewer.Web || return 0
    say "Building the web part (once; takes a minute or two) ..."
    (cd src/Viewer.Web && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build) >&2 || die "The web part could not be built. See the lines above."
    touch src/Viewer.Web/dist/.built
}

build_gateway() {
    newer_than artifacts/gateway/.built src native Directory.Build.props Directory.Packages.props || return 0
    say "Building the gateway ..."
    dotnet publish src/Host -c Release -o artifacts/gateway -v quiet -clp:NoSummary >&2 || die "The gateway could not be built. See the lines above."
    touch artifacts/gateway/.built
}
