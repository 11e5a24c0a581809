#!/bin/bash
# The browser of a kiosk: full screen, nothing but the kiosk's pages, started again whenever it dies.
# Runs as the user `kiosk` inside X (lamin-kiosk.service); /etc/lamin-screen.env sets HALL_ADDRESS.
set -u

: "${HALL_ADDRESS:?set HALL_ADDRESS in /etc/lamin-screen.env, such as https://lamin.example.go.id}"
# Here lie the kiosk's key and the numbers it gave without the server: never in a folder that is emptied at a restart.
PROFILE="${HALL_PROFILE:-$HOME/chromium}"

xset s off
xset s noblank
xset -dpms

FLAGS=(
  --kiosk --kiosk-printing --user-data-dir="$PROFILE" --password-store=basic
  --no-first-run --no-default-browser-check --noerrdialogs --disable-session-crashed-bubble --hide-crash-restore-bubble
  --overscroll-history-navigation=0 --disable-pinch --disable-features=Translate,TouchpadOverscrollHistoryNavigation
  --touch-events=enabled --lang=id
)

# A kiosk that has met its server opens without it; one that never has would show the browser's own error page for ever.
until [ -d "$PROFILE/Default/Service Worker" ] || curl --silent --output /dev/null --max-time 3 "$HALL_ADDRESS/kiosk/"; do
  sleep 2
done

while true; do
  chromium "${FLAGS[@]}" "$HALL_ADDRESS/kiosk/"
  sleep 2
done
