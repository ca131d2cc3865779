#!/usr/bin/env bash
# Builds etcd, kube-apiserver and kwok from their Go modules, once, into a cache folder: what the tests
# against a real Kubernetes API server need, without containers. Needs Go 1.26 (a go from 1.21 on fetches that by
# itself unless GOTOOLCHAIN forbids it); everything else comes through the go command's own module download,
# checked against its checksum database.
#
#   commands/build-control-plane.sh [--with-controller-manager] [FOLDER]
#
# FOLDER defaults to ${XDG_CACHE_HOME:-$HOME/.cache}/aks-istio-cdk/kubebuilder-assets. Binaries of the wanted
# versions that already stand there are kept. The first run takes several minutes, most of them for
# kube-apiserver. Afterwards: export KUBEBUILDER_ASSETS=FOLDER (the last line printed).
set -euo pipefail

KUBERNETES_VERSION=v1.35.4
ETCD_VERSION=v3.5.35
KWOK_VERSION=v0.8.0

usage() { echo "usage: $0 [--with-controller-manager] [FOLDER]"; }
die() { echo "error: $*" >&2; exit 1; }

dest=''
with_controller_manager=false
for arg in "$@"; do
  case $arg in
    -h | --help) usage; exit 0 ;;
    --with-controller-manager) with_controller_manager=true ;;
    -*) usage >&2; die "unknown option: $arg" ;;
    '') die 'FOLDER is empty' ;;
    *) [ -z "$dest" ] || die "more than one folder given: $dest, $arg"; dest=$arg ;;
  esac
done
dest=${dest:-${XDG_CACHE_HOME:-$HOME/.cache}/aks-istio-cdk/kubebuilder-assets}

command -v go >/dev/null || die 'go is not on the PATH. Install Go (https://go.dev/doc/install) and run this again.'

mkdir -p "$dest"
dest=$(cd "$dest" && pwd)
versions_file=$dest/VERSIONS
# Inside the target folder, so that a finished binary is moved into place by a rename.
scratch=$(mktemp -d "$dest/.build.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Plain static binaries for this machine, whatever the caller's Go settings for other work are.
export CGO_ENABLED=0 GOWORK=off GOOS='' GOARCH=''

have() { # have NAME VERSION
  if [ -x "$dest/$1" ] && [ -f "$versions_file" ] && grep -qxF "$1 $2" "$versions_file"; then
    echo "$1 $2: already there"
    return 0
  fi
  echo "$1 $2: building"
  return 1
}

put() { # put NAME VERSION: moves the new binary from the scratch folder into place and notes its version
  { [ ! -f "$versions_file" ] || grep -v "^$1 " "$versions_file" || true; } >"$scratch/VERSIONS"
  echo "$1 $2" >>"$scratch/VERSIONS"
  sort -o "$scratch/VERSIONS" "$scratch/VERSIONS"
  # The binary first: should the run end between the two, the old note stands and the next run builds again.
  mv -f "$scratch/bin/$1" "$dest/$1"
  mv -f "$scratch/VERSIONS" "$versions_file"
}

field() { # field NAME: prints the value of a top-level string field of the JSON `go mod download` writes
  sed -n "s/^[[:space:]]*\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p"
}

# Steps into a scratch module that requires MODULE at VERSION and starts from that module's own go.mod and
# go.sum, so that the build uses the dependency versions (and Go language version) the module is released with.
# The modules MODULE replaces with folders of its own repository are left in `local_modules`,
# with those replacements dropped: they hold only inside that repository.
scratch_module() { # scratch_module MODULE VERSION
  local info folder=$scratch/$1 module
  info=$(go mod download -json "$1@$2") || die "cannot download $1 $2: $(field Error <<<"$info")"
  mkdir -p "$folder"
  cd "$folder"
  cat "$(field GoMod <<<"$info")" >go.mod
  cat "$(field Dir <<<"$info")/go.sum" >go.sum
  local_modules=$(go mod edit -print | awk '{ for (i = 2; i < NF; i++) if ($i == "=>" && $(i + 1) ~ /^\.\.?\//) print $(i - 1) }')
  go mod edit -module="example.invalid/scratch" -toolchain=none -require="$1@$2"
  for module in $local_modules; do go mod edit -dropreplace="$module"; done
}

build() { # build NAME PACKAGE LDFLAGS: builds PACKAGE in the scratch module of the current folder
  go build -mod=mod -trimpath -ldflags "-s -w $3" -o "$scratch/bin/$1" "$2"
}

build_etcd() {
  # Not `go install go.etcd.io/etcd/server/v3@...`: go install refuses a module with replacements.
  scratch_module go.etcd.io/etcd/server/v3 "$ETCD_VERSION"
  build etcd go.etcd.io/etcd/server/v3 ''
}

build_kwok() {
  GOBIN=$scratch/bin go install -mod=mod -trimpath -ldflags '-s -w' "sigs.k8s.io/kwok/cmd/kwok@$KWOK_VERSION"
}

build_kubernetes() { # build_kubernetes NAME...
  local name module package ldflags='' minor=${KUBERNETES_VERSION#v1.}
  scratch_module k8s.io/kubernetes "$KUBERNETES_VERSION"
  # The staging modules: the code of ./staging/src/k8s.io/... is published as k8s.io/... v0.<minor>.<patch>.
  [ -n "$local_modules" ] || die "no staging modules found in the go.mod of k8s.io/kubernetes $KUBERNETES_VERSION"
  for module in $local_modules; do go mod edit -replace="$module=$module@v0.$minor"; done
  # Without these /version would tell a development version.
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    ldflags+=" -X $package.gitVersion=$KUBERNETES_VERSION -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  done
  for name in "$@"; do
    build "$name" "k8s.io/kubernetes/cmd/$name" "$ldflags"
    put "$name" "$KUBERNETES_VERSION"
  done
}

mkdir "$scratch/bin"
cd "$scratch"

if ! have etcd "$ETCD_VERSION"; then
  build_etcd
  put etcd "$ETCD_VERSION"
fi

if ! have kwok "$KWOK_VERSION"; then
  build_kwok
  put kwok "$KWOK_VERSION"
fi

kubernetes=(kube-apiserver)
if $with_controller_manager; then kubernetes+=(kube-controller-manager); fi
wanted=()
for name in "${kubernetes[@]}"; do
  have "$name" "$KUBERNETES_VERSION" || wanted+=("$name")
done
if [ "${#wanted[@]}" -gt 0 ]; then build_kubernetes "${wanted[@]}"; fi

echo
printf 'export KUBEBUILDER_ASSETS=%q\n' "$dest"
