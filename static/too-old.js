// Runs only in browsers without modules, where static/boot.js can not say it.
document.getElementById("splash-words").textContent =
  "This browser is too old for Decouple. Any current browser runs it.";
