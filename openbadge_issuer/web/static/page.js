// Comforts for those whose browser runs scripts; everything works without.

// Buttons that copy the field they name. Without scripts they stay hidden, and the field can be selected.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
  });
}

// A file that is dropped anywhere on the verify page is put into its field and checked.
const picker = document.querySelector("form.check input[type=file]");
if (picker) {
  const marked = (on) => picker.closest("form").classList.toggle("dropping", on);
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      marked(true);
    }
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || marked(false));
  document.addEventListener("drop", (event) => {
    marked(false);
    if (event.dataTransfer.files.length !== 1) return;
    event.preventDefault();
    picker.files = event.dataTransfer.files;
    for (const name of ["url", "credential"]) picker.form.elements[name].value = "";
    picker.form.requestSubmit();
  });
  document.querySelector("[data-drop]").hidden = false;
}
