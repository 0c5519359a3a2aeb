(function () {
  "use strict";
  var form = document.getElementById("filters");
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-status]"));
  var said = document.getElementById("shown");
  function chosen(name) {
    return Array.prototype.slice.call(form.querySelectorAll("input[name=" + name + "]:checked")).map(function (each) { return each.value; });
  }
  function filter() {
    var statuses = chosen("status"), forces = chosen("force");
    var place = form.elements.place.value, words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var shown = statuses.indexOf(row.dataset.status) >= 0 && forces.indexOf(row.dataset.force) >= 0 &&
        (!place || row.dataset.place === place) && words.every(function (word) { return text.indexOf(word) >= 0; });
      row.hidden = !shown;
      if (shown) { count += 1; }
    });
    said.textContent = count + " of " + rows.length + " duties shown";
  }
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", function () { setTimeout(filter, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  filter();
  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var details = target && target.querySelector("details");
    if (details) { details.open = true; }
  }
  window.addEventListener("hashchange", open);
  open();
  var before = [];
  window.addEventListener("beforeprint", function () {
    before = Array.prototype.slice.call(document.querySelectorAll("[data-status=required] details:not([open])"));
    before.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () { before.forEach(function (each) { each.open = false; }); });
})();
