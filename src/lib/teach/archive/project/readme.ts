/** The page for people inside a project file, in both languages. */
export function readme(name: string): string {
  return `${name}
${'='.repeat([...name].length)}

A project made with Aprendiz, a playground for classifiers that runs in the browser.
Open it again: Teach > Import, and choose this zip. You can also read it as it is:

  classes/      a folder for each class, with its pictures (or texts.txt)
  thumbnails/   small copies of the pictures
  runs/         each training: settings, curve and report (run.json), weights after each
                epoch (epoch-N.json says what the float32 numbers of epoch-N.bin are)
  project.json  everything else about the project, its classes, samples and runs
  manifest.json the list of all files, with their size and SHA-256

Changing a file by hand breaks its SHA-256; to use the pictures elsewhere, take them from classes/.

---

Projeto feito no Aprendiz, um lugar para brincar com classificadores no navegador.
Para abrir de novo: Ensinar > Importar, e escolha este zip. Também dá para ler assim mesmo:

  classes/      uma pasta por classe, com as fotos (ou texts.txt)
  thumbnails/   cópias pequenas das fotos
  runs/         cada treino: ajustes, curva e relatório (run.json), pesos depois de cada
                época (epoch-N.json diz o que são os números float32 de epoch-N.bin)
  project.json  o resto sobre o projeto, as classes, as amostras e os treinos
  manifest.json a lista de todos os arquivos, com tamanho e SHA-256

Mudar um arquivo à mão quebra o SHA-256 dele; para usar as fotos em outro lugar, pegue de classes/.
`;
}
