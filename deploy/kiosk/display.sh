#!/bin/bash
# The browser of a waiting-room screen: full screen, with sound from the start, started again whenever it dies.
# Runs as the user `kiosk` inside X (lamin-display.service); /etc/lamin-screen.env sets HALL_ADDRESS.
set -u

: "${HALL_ADDRESS:?set HALL_ADDRESS in /etc/lamin-screen.env, such as https://lamin.example.go.id}"
PROFILE="${HALL_PROFILE:-$HOME/chromium}"

xset s off
xset s noblank
xset -dpms

FLAGS=(
  --kiosk --user-data-dir="$PROFILE" --password-store=basic
  --no-first-run --no-default-browser-check --noerrdialogs --disable-session-crashed-bubble --hide-crash-restore-bubble
  --overscroll-history-navigation=0 --disable-pinch --disable-features=Translate,TouchpadOverscrollHistoryNavigation
  --autoplay-policy=no-user-gesture-required --lang=id
)

until curl --silent --output /dev/null --max-time 3 "$HALL_ADDRESS/layar/"; do
  sleep 2
done

while true; do
  chromium "${FLAGS[@]}" "$HALL_ADDRESS/layar/"
  sleep 2
done
