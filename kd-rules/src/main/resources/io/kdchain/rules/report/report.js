(function () {
  "use strict";
  var root = document.documentElement;
  document.querySelectorAll(".lang-radio").forEach(function (radio) {
    radio.addEventListener("change", function () { root.lang = radio.id === "show-zh" ? "zh-CN" : "en"; });
    if (radio.checked) { root.lang = radio.id === "show-zh" ? "zh-CN" : "en"; }
  });
  document.querySelectorAll(".tools").forEach(function (tools) {
    tools.hidden = false;
    tools.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (button) {
        tools.parentNode.querySelectorAll("details").forEach(function (d) { d.open = button.dataset.open === "yes"; });
      }
    });
  });
})();
