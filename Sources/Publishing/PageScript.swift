/// A script that a page can do without: it makes finding and sorting faster, and nothing else.
struct PageScript: Sendable {
  /// The element with the script in it.
  let element: [UInt8]
  /// What a Content-Security-Policy allows it by.
  let source: String

  init(_ text: String) {
    let bytes = Array(text.utf8)
    element = Array("<script>".utf8) + bytes + Array("</script>\n".utf8)
    source = SecurityPolicy.source(bytes)
  }

  /// Shows the box that narrows lists of schools down while one types.
  static let find = PageScript(
    """
    (function () {
      var box = document.getElementById("find"), input = document.getElementById("find-input");
      var status = document.getElementById("find-status");
      var items = document.querySelectorAll("[data-find] li"), groups = document.querySelectorAll("[data-find]");
      box.hidden = false;
      function plain(text) {
        return text.toLowerCase().normalize("NFD").replace(/[\\u0300-\\u036f’']/g, "");
      }
      input.addEventListener("input", function () {
        var words = plain(input.value).split(/\\s+/), found = {};
        items.forEach(function (item) {
          var text = plain(item.textContent + " " + (item.dataset.also || ""));
          item.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
          if (!item.hidden) { found[item.querySelector("a").getAttribute("href")] = true; }
        });
        groups.forEach(function (group) { group.hidden = !group.querySelector("li:not([hidden])"); });
        var count = Object.keys(found).length;
        status.textContent = input.value.trim() === "" ? "" :
          count === 0 ? "No school matches." : count === 1 ? "1 school matches." : count + " schools match.";
      });
    })();
    """)

  /// Puts buttons into the heads of tables by which their rows can be sorted.
  static let sort = PageScript(
    """
    (function () {
      document.querySelectorAll("table[data-sort]").forEach(function (table) {
        var body = table.tBodies[0], heads = table.querySelectorAll("thead th");
        heads.forEach(function (head, column) {
          var button = document.createElement("button");
          button.type = "button";
          button.textContent = head.textContent;
          head.textContent = "";
          head.appendChild(button);
          button.addEventListener("click", function () {
            var down = head.getAttribute("aria-sort") === "ascending";
            heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
            head.setAttribute("aria-sort", down ? "descending" : "ascending");
            function key(row) {
              var cell = row.cells[column];
              return cell.dataset.key || cell.textContent.trim().toLowerCase();
            }
            Array.from(body.rows).map(function (row) { return [key(row), row]; }).sort(function (a, b) {
              return a[0].localeCompare(b[0], "en-GB", { numeric: true }) * (down ? -1 : 1);
            }).forEach(function (pair) { body.appendChild(pair[1]); });
          });
        });
      });
    })();
    """)
}
