(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) { return; }
  var posts = Array.prototype.slice.call(document.querySelectorAll("article[data-verdict]"));
  var said = document.getElementById("shown");
  function apply() {
    var verdicts = Array.prototype.slice.call(form.querySelectorAll("input[name=verdict]:checked")).map(function (box) { return box.value; });
    var account = form.elements.account ? form.elements.account.value : "";
    var words = form.elements.words.value.trim().toLowerCase();
    var shown = 0;
    posts.forEach(function (post) {
      var fits = verdicts.indexOf(post.dataset.verdict) >= 0 && (!account || post.dataset.account === account) &&
        (!words || post.textContent.toLowerCase().indexOf(words) >= 0);
      post.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    said.textContent = shown + " of " + posts.length + " posts shown";
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a.chip") : null;
    var post = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (post) { post.hidden = false; var parent = post.closest("details"); if (parent) { parent.open = true; } post.focus(); }
  });
  apply();
}());
