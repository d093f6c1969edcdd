# How the scripts install what is missing. To be sourced from the project's root.

# Installs Debian packages, with sudo where not root; without either it says how.
install_packages() {
  if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq "$@"
  elif command -v sudo >/dev/null; then
    sudo apt-get update -qq && sudo apt-get install -y -qq "$@"
  else
    echo "missing Debian packages; install them with: apt-get install $*" >&2
    exit 1
  fi
}
